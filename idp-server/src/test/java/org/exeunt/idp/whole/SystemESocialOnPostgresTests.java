package org.exeunt.idp.whole;

class SystemESocialOnPostgresTests extends SystemESocialContract {

    SystemESocialOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
