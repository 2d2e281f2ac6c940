package org.exeunt.idp.whole;

class SystemBFirstPartyOnPostgresTests extends SystemBFirstPartyContract {

    SystemBFirstPartyOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
