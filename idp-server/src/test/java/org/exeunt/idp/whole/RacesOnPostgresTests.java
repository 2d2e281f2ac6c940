package org.exeunt.idp.whole;

class RacesOnPostgresTests extends RacesContract {

    RacesOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
