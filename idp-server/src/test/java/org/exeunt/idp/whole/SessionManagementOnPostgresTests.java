package org.exeunt.idp.whole;

class SessionManagementOnPostgresTests extends SessionManagementContract {

    SessionManagementOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
