package org.exeunt.idp.whole;

class PageRacesOnPostgresTests extends PageRacesContract {

    PageRacesOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
