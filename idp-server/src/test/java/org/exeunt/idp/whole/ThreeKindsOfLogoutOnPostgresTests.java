package org.exeunt.idp.whole;

class ThreeKindsOfLogoutOnPostgresTests extends ThreeKindsOfLogoutContract {

    ThreeKindsOfLogoutOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
