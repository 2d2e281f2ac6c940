package org.exeunt.idp.whole;

class RevocationOnH2Tests extends RevocationContract {

    RevocationOnH2Tests() {
        super(TestDatabase.H2);
    }
}
