package org.exeunt.idp.whole;

class SystemAScriptTagsOnH2Tests extends SystemAScriptTagsContract {

    SystemAScriptTagsOnH2Tests() {
        super(TestDatabase.H2);
    }
}
