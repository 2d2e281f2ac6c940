package org.exeunt.idp.whole;

class OperatorsOnH2Tests extends OperatorsContract {

    OperatorsOnH2Tests() {
        super(TestDatabase.H2);
    }
}
