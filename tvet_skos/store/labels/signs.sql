-- Every sign and every two signs in a row of words in scripts that write no spaces.
CREATE TABLE signs (signs TEXT, spelling INTEGER, PRIMARY KEY (signs, spelling)) WITHOUT ROWID;
