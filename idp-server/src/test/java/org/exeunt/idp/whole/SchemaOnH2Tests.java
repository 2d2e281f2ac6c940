package org.exeunt.idp.whole;

class SchemaOnH2Tests extends SchemaContract {

    SchemaOnH2Tests() {
        super(TestDatabase.H2, "h2");
    }
}
