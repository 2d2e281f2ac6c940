package org.exeunt.idp.whole;

class SystemAClientsOnPostgresTests extends SystemAClientsContract {

    SystemAClientsOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
