package org.exeunt.idp.whole;

class SystemESocialOnH2Tests extends SystemESocialContract {

    SystemESocialOnH2Tests() {
        super(TestDatabase.H2);
    }
}
