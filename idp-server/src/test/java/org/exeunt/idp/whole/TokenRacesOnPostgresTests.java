package org.exeunt.idp.whole;

class TokenRacesOnPostgresTests extends TokenRacesContract {

    TokenRacesOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
