package org.exeunt.idp.whole;

class HostileRequestsOnPostgresTests extends HostileRequestsContract {

    HostileRequestsOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
