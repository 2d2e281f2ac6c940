package org.exeunt.idp.whole;

class BrokenDatabaseOnPostgresTests extends BrokenDatabaseContract {

    BrokenDatabaseOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
