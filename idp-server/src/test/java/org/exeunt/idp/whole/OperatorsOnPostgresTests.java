package org.exeunt.idp.whole;

class OperatorsOnPostgresTests extends OperatorsContract {

    OperatorsOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
