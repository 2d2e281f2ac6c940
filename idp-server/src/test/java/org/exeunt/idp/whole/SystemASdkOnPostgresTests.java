package org.exeunt.idp.whole;

class SystemASdkOnPostgresTests extends SystemASdkContract {

    SystemASdkOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
