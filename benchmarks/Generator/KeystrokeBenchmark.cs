using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Benchmarks.Generator;

/// <summary>
/// What a keystroke in an unrelated file costs the generator. That nothing is written again is asserted by a test. In turn, what the usual way to find attributes costs
/// by itself: it binds the attributes of every marked method again.
/// </summary>
internal static class KeystrokeBenchmark
{
    private const double LimitMilliseconds = 15;
    private const int WarmUp = 40;
    private const int Keystrokes = 60;
    private const int DeclarationEdits = 15;

    public static void Run()
    {
        CSharpCompilation compilation = SampleCompilation.Create();
        GeneratorDriver driver = SampleCompilation.NewDriver();
        GeneratorDriver empty = CSharpGeneratorDriver.Create([new EmptyGenerator().AsSourceGenerator()], parseOptions: SampleCompilation.ParseOptions).RunGenerators(compilation);
        Cost cold = Measurement.Take(() => driver = driver.RunGenerators(compilation));

        var ours = new List<Cost>();
        var empties = new List<Cost>();
        for (int edit = 1; edit <= WarmUp + Keystrokes; edit++)
        {
            compilation = SampleCompilation.Replace(compilation, SampleSolution.UnrelatedName, SampleSolution.Unrelated(edit));

            // Equal compilations, so that neither finds what the other has bound; the one that comes first changes.
            Cost our = default, their = default;
            Action first = () => our = Measurement.Take(() => driver = driver.RunGenerators(compilation.Clone()));
            Action second = () => their = Measurement.Take(() => empty = empty.RunGenerators(compilation.Clone()));
            (edit % 2 == 0 ? first + second : second + first)();
            if (edit > WarmUp)
            {
                ours.Add(our);
                empties.Add(their);
            }
        }

        // All models may depend on a declaration, so all of them are made again.
        var declarations = new List<Cost>();
        for (int edit = 1; edit <= DeclarationEdits; edit++)
        {
            string text = SampleSolution.Unrelated(edit).Replace("int Value(", $"int Value{edit}(", StringComparison.Ordinal);
            compilation = SampleCompilation.Replace(compilation, SampleSolution.UnrelatedName, text);
            declarations.Add(Measurement.Take(() => driver = driver.RunGenerators(compilation)));
        }

        Measurement.Print("generator, first run in a cold process", cold);
        Measurement.Print("for comparison, ForAttributeWithMetadataName and nothing else", Measurement.Median(empties));
        Measurement.Print("generator, after a keystroke in an unrelated file, warm", Measurement.Median(ours), LimitMilliseconds);
        Measurement.Print("generator, after a keystroke in the name of an unrelated method", Measurement.Median(declarations));
    }

    /// <summary>Asks for the marked methods and makes nothing of them.</summary>
    private sealed class EmptyGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.SyntaxProvider.ForAttributeWithMetadataName(typeof(RunInProcessAttribute).FullName!, (_, _) => true, (_, _) => 0), (_, _) => { });
    }
}
