package org.exeunt.idp.whole;

class GuessingOnH2Tests extends GuessingContract {

    GuessingOnH2Tests() {
        super(TestDatabase.H2);
    }
}
