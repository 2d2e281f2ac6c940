package org.exeunt.idp.whole;

class LogoutRacesOnH2Tests extends LogoutRacesContract {

    LogoutRacesOnH2Tests() {
        super(TestDatabase.H2);
    }
}
