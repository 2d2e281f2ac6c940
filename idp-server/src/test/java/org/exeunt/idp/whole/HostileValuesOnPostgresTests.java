package org.exeunt.idp.whole;

class HostileValuesOnPostgresTests extends HostileValuesContract {

    HostileValuesOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
