package org.exeunt.idp.whole;

class BadInputOnPostgresTests extends BadInputContract {

    BadInputOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
