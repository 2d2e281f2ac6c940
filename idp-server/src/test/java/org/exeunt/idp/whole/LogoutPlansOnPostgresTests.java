package org.exeunt.idp.whole;

class LogoutPlansOnPostgresTests extends LogoutPlansContract {

    LogoutPlansOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
