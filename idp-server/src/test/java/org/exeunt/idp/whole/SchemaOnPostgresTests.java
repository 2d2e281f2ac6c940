package org.exeunt.idp.whole;

class SchemaOnPostgresTests extends SchemaContract {

    SchemaOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
