package org.exeunt.idp.whole;

class PageRacesOnH2Tests extends PageRacesContract {

    PageRacesOnH2Tests() {
        super(TestDatabase.H2);
    }
}
