package org.exeunt.idp.whole;

class JoinedMeanwhileOnH2Tests extends JoinedMeanwhileContract {

    JoinedMeanwhileOnH2Tests() {
        super(TestDatabase.H2);
    }
}
