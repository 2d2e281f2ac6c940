package org.exeunt.idp.whole;

class SystemCCleanUpOnPostgresTests extends SystemCCleanUpContract {

    SystemCCleanUpOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
