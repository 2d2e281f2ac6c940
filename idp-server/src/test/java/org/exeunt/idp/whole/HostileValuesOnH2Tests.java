package org.exeunt.idp.whole;

class HostileValuesOnH2Tests extends HostileValuesContract {

    HostileValuesOnH2Tests() {
        super(TestDatabase.H2);
    }
}
