package org.exeunt.idp.whole;

class JoinedMeanwhileOnPostgresTests extends JoinedMeanwhileContract {

    JoinedMeanwhileOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
