package org.exeunt.idp.whole;

class SystemDSessionsOnPostgresTests extends SystemDSessionsContract {

    SystemDSessionsOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
