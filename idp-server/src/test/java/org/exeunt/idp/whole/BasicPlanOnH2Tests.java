package org.exeunt.idp.whole;

class BasicPlanOnH2Tests extends BasicPlanContract {

    BasicPlanOnH2Tests() {
        super(TestDatabase.H2);
    }
}
