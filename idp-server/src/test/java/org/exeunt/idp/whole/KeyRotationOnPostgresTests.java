package org.exeunt.idp.whole;

class KeyRotationOnPostgresTests extends KeyRotationContract {

    KeyRotationOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
