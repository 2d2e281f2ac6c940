package org.exeunt.idp.whole;

class RestartOnPostgresTests extends RestartContract {

    RestartOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
