package org.exeunt.idp.whole;

class AtomicityOnH2Tests extends AtomicityContract {

    AtomicityOnH2Tests() {
        super(TestDatabase.H2);
    }
}
