package org.exeunt.idp.whole;

class BadInputOnH2Tests extends BadInputContract {

    BadInputOnH2Tests() {
        super(TestDatabase.H2);
    }
}
