package org.exeunt.idp.whole;

class WritesOnH2Tests extends WritesContract {

    WritesOnH2Tests() {
        super(TestDatabase.H2);
    }
}
