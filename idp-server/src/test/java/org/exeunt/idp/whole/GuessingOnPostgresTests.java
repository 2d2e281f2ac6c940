package org.exeunt.idp.whole;

class GuessingOnPostgresTests extends GuessingContract {

    GuessingOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
