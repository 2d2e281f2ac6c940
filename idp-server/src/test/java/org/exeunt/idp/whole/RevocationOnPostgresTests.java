package org.exeunt.idp.whole;

class RevocationOnPostgresTests extends RevocationContract {

    RevocationOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
