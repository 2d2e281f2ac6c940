package org.exeunt.idp.whole;

class BasicPlanOnPostgresTests extends BasicPlanContract {

    BasicPlanOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
