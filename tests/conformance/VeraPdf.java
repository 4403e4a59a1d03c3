// Validates PDF files with the veraPDF engine, prints what fails; verapdf.py runs it.
//
// Arguments: any number of pairs, the name of a profile of the jar (PDFUA-1, PDFA-2A)
// and a file. For each pair in turn one line for each failed rule,
//     rule TAB clause TAB test TAB failures TAB description TAB context of the first
// and then "end TAB checks made". A pair without its end was not judged.

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.processor.reports.enums.JobEndStatus;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class VeraPdf {
    private static final PrintStream OUT =
            new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 0; i < arguments.length; i += 2) {
            print(validate(profile(arguments[i]), new File(arguments[i + 1])));
        }
    }

    private static ValidationResult validate(ValidationProfile profile, File file)
            throws Exception {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        try (PDFAParser parser = foundry.createParser(file, flavour);
                PDFAValidator validator = foundry.createValidator(profile, false)) {
            return validator.validate(parser);
        }
    }

    // The engine reads its own profiles through JAXB, which the jar leaves out.
    private static ValidationProfile profile(String name) throws Exception {
        Element root = xml("/org/verapdf/pdfa/validation/" + name + ".xml");
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element element : elements(root, "rule")) {
            rules.add(rule(element));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element element : elements(root, "variable")) {
            variables.add(Profiles.variableFromValues(
                    element.getAttribute("name"),
                    element.getAttribute("object"),
                    text(element, "defaultValue"),
                    text(element, "value")));
        }
        return Profiles.profileFromValues(
                PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.defaultProfile().getDetails(),
                "",
                rules,
                variables);
    }

    private static Rule rule(Element rule) {
        Element id = elements(rule, "id").get(0);
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(
                                id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                Boolean.valueOf(rule.getAttribute("deferred")),
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), List.of()),
                List.of());
    }

    private static Element xml(String resource) throws Exception {
        try (InputStream stream = PDFAFlavour.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException("the jar has no " + resource);
            }
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(stream)
                    .getDocumentElement();
        }
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).get(0).getTextContent();
    }

    private static void print(ValidationResult result) {
        Map<RuleId, TestAssertion> first = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                first.putIfAbsent(assertion.getRuleId(), assertion);
            }
        }
        if (result.getJobEndStatus() != JobEndStatus.NORMAL
                || first.isEmpty() != result.isCompliant()) {
            throw new IllegalStateException("the engine did not come to a verdict");
        }
        first.forEach((rule, assertion) -> printFields(
                "rule",
                rule.getClause(),
                rule.getTestNumber(),
                result.getFailedChecks().get(rule),
                assertion.getMessage(),
                assertion.getLocation().getContext()));
        printFields("end", result.getTotalAssertions());
    }

    private static void printFields(Object... fields) {
        List<String> words = new ArrayList<>();
        for (Object field : fields) {
            words.add(String.valueOf(field).replaceAll("\\s+", " ").strip());
        }
        OUT.println(String.join("\t", words));
    }
}
