package org.exeunt.idp.whole;

class ReceiptOnH2Tests extends ReceiptContract {

    ReceiptOnH2Tests() {
        super(TestDatabase.H2);
    }
}
