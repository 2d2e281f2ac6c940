package org.exeunt.idp.whole;

class LogoutRacesOnPostgresTests extends LogoutRacesContract {

    LogoutRacesOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
