package org.exeunt.idp.whole;

class RacesOnH2Tests extends RacesContract {

    RacesOnH2Tests() {
        super(TestDatabase.H2);
    }
}
