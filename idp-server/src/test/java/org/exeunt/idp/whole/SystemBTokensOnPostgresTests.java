package org.exeunt.idp.whole;

class SystemBTokensOnPostgresTests extends SystemBTokensContract {

    SystemBTokensOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
