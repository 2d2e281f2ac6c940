package org.exeunt.idp.whole;

class ThreeKindsOfLogoutOnH2Tests extends ThreeKindsOfLogoutContract {

    ThreeKindsOfLogoutOnH2Tests() {
        super(TestDatabase.H2);
    }
}
