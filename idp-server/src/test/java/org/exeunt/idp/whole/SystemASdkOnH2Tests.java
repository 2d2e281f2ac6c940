package org.exeunt.idp.whole;

class SystemASdkOnH2Tests extends SystemASdkContract {

    SystemASdkOnH2Tests() {
        super(TestDatabase.H2);
    }
}
