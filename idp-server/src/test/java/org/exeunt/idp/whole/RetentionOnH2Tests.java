package org.exeunt.idp.whole;

class RetentionOnH2Tests extends RetentionContract {

    RetentionOnH2Tests() {
        super(TestDatabase.H2);
    }
}
