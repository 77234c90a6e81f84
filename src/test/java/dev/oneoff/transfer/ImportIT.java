package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ImportIT extends ImportContract {

    @Override
    TestDatabase open(Path application) throws SQLException {
        return TestDatabase.create();
    }

    @Test
    void noValueIsCutOrRoundedWhateverItsTypeIsMadeOf() throws IOException, SQLException {
        database.execute(
                "CREATE DOMAIN code AS varchar(3)",
                "CREATE DOMAIN there AS text CHECK (VALUE IS NOT NULL AND VALUE <> '-')",
                "CREATE DOMAIN cents AS numeric(5, 2)",
                "CREATE TABLE odd (id int PRIMARY KEY, c code, n there, m cents, v varchar(3), t time(0), l numeric(5, 2)[])");
        app.file("odd.csv", """
                id,c,n,m,v,t,l
                1,abcd,x,1,a,10:00,
                2,abc,,1,a,10:00,
                3,abc,x,1.239,a,10:00,
                4,abc,x,1,"abc ",10:00,
                5,abc,x,1,a,10:00:00.6,
                6,abc,x,1,a,10:00,{1.239}
                7,abc,-,1,a,10:00,
                8,abc,x,1.20,a,10:00:01,{1.5}
                """);

        app.run(0, "import", "odd.csv", "--max-errors", "7");

        assertThat(app.read("odd.rejects.report.csv")
                        .lines()
                        .map(line -> line.replaceAll("^(\\d+,\\d+,\\w+),.*?,(type|length|not-null),.*", "$1 $2")))
                .contains(
                        "2,2,c length",
                        "3,3,n type",
                        "4,4,m length",
                        "5,5,v length",
                        "6,6,t length",
                        "7,7,l length",
                        "8,3,n type");
        assertThat(app.query("SELECT * FROM odd")).containsExactly("8 | abc | x | 1.20 | a | 10:00:01 | {1.50}");
    }

    @Test
    void aTriggerThatKeepsARowBackIsAnErrorAndNothingIsImported() throws IOException, SQLException {
        database.execute(
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.id = 8 THEN RETURN NULL; END IF; RETURN NEW; END'",
                "CREATE TRIGGER keep BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION keep()");
        app.file("users.csv", "id,email\n7,g@x\n8,h@x\n");

        assertThat(app.run(20, "import", "users.csv").stderr()).contains("1 rows of the file were not written");
        assertThat(app.query("SELECT count(*) FROM users")).containsExactly("2");
    }

    @Test
    void aNumberThatTheColumnWouldRoundIsRejected() throws IOException, SQLException {
        database.execute("CREATE TABLE price (id int PRIMARY KEY, p numeric(5, 2), c char(3), b bit(3))");
        app.file(
                "price.csv",
                "id,p,c,b\n1,1.5,ab,101\n2,1.234,ab,101\n3,1000,ab,101\n4,NaN,abcd,101\n5,999.99,abc,11\n");

        app.run(22, "import", "price.csv");

        assertThat(app.read("price.rejects.report.csv"))
                .contains("3,2,p,1.234,length", "4,2,p,1000,length", "5,3,c,abcd,length", "6,4,b,11,length")
                .doesNotContain("\n2,");

        app.file("price.csv", "id,p\n1,1.2300\n2,1.234\n");
        app.run(22, "import", "price.csv");
        app.file("price.csv", "id,p\n1,1.2300\n2,1e1\n");
        app.run(0, "import", "price.csv");
        assertThat(app.query("SELECT id, p FROM price ORDER BY id")).containsExactly("1 | 1.23", "2 | 10.00");
    }

    @Test
    void aFullDryRunKnowsWhatOnlyWritingTells() throws IOException, SQLException {
        database.execute(
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.name = ''Cy'' THEN RAISE ''no Cy here''; END IF; RETURN NEW; END'",
                "CREATE TRIGGER no BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION no()");
        app.file("users.csv", "id,email,name\n3,c@x,Cy\n");

        app.run(0, "import", "users.csv", "--dry-run");
        assertThat(app.run(22, "import", "users.csv", "--dry-run=full").stdout())
                .contains("other", "no Cy here");

        app.file("users.csv", "id,email,name\n70,d@x,Dan\n");
        assertThat(app.run(0, "import", "users.csv", "--dry-run=full").stdout()).contains("1 inserted");
        assertThat(app.query(ALL)).containsExactly("1 | a@x | Ann", "2 | b@x | Bob");
        assertThat(app.query("SELECT last_value FROM users_id_seq")).containsExactly("3");

        app.file("users.csv", "email,name\nd@x,Dan\n");
        assertThat(app.run(11, "import", "users.csv", "--dry-run=full").stderr())
                .contains("would draw numbers for public.users.id");
    }

    @Test
    void allThatIsWrongWithOneRowIsSaidAtOnce() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE team (id int PRIMARY KEY)",
                "CREATE TABLE member (id int PRIMARY KEY, age int NOT NULL CHECK (age > 0), code varchar(3), b int,"
                        + " team int REFERENCES team, CHECK (b IS NOT NULL))");
        app.file("member.csv", "id,age,code,b,team\n1,old,toolong,x,77\ny,-1,abc,1,\n1,2,abc,1,\n");

        app.run(22, "import", "member.csv", "--dry-run");

        assertThat(app.read("member.rejects.report.csv")
                        .lines()
                        .skip(1)
                        .map(line -> line.replaceAll("^(\\d+,\\d+,\\w+),[^,]*,([a-z-]+),.*", "$1 $2")))
                .containsExactly(
                        "2,2,age type",
                        "2,3,code length",
                        "2,4,b type",
                        "2,5,team fk-missing",
                        "3,1,id type",
                        "3,2,age check",
                        "4,1,id unique-in-file");
    }
}
