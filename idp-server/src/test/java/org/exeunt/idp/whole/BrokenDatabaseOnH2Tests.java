package org.exeunt.idp.whole;

class BrokenDatabaseOnH2Tests extends BrokenDatabaseContract {

    BrokenDatabaseOnH2Tests() {
        super(TestDatabase.H2);
    }
}
