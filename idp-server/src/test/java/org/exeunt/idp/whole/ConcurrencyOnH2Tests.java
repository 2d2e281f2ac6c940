package org.exeunt.idp.whole;

class ConcurrencyOnH2Tests extends ConcurrencyContract {

    ConcurrencyOnH2Tests() {
        super(TestDatabase.H2);
    }
}
