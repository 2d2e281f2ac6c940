package org.exeunt.idp.whole;

class DevicesPageOnPostgresTests extends DevicesPageContract {

    DevicesPageOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
