using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Tests;

/// <summary>
/// Methods whose ids on the wire are the same: a call of one must not run the other. The names were searched for; with them the hashes really are equal.
/// </summary>
public sealed class IdCollisionTests
{
    // Part of the hash.
    private const string AssemblyName = "TestProject";

    private const string InOneType = """
        public static partial class Calls
        {
            [RunInProcess] public static void AFuoKI9DRV1() { }
            [RunInProcess] public static void Fun3vYnZexw() { }
            [RunInProcess] public static void Fine() { }
        }
        """;

    private const string InTwoTypes = """
        public static partial class DbéFénwBoK5 { [RunInProcess] public static int Run(int x) => x; [RunInProcess] public static void Fine() { } }
        public static partial class PéM8f4s4z98 { [RunInProcess] public static int Run(int x) => -x; }
        """;

    [Fact]
    public void The_ids_are_the_same()
    {
        CSharpCompilation compilation = Compile(InOneType);
        Assert.Equal(IdOf(compilation, "Calls", "AFuoKI9DRV1"), IdOf(compilation, "Calls", "Fun3vYnZexw"));
        compilation = Compile(InTwoTypes);
        Assert.Equal(IdOf(compilation, "DbéFénwBoK5", "Run"), IdOf(compilation, "PéM8f4s4z98", "Run"));
    }

    [Fact]
    public void Of_methods_of_one_type_neither_is_generated()
    {
        GeneratorRun run = GeneratorRunner.Run(Compile(InOneType)).AssertCompiles();
        string file = run.FileOf("Calls");
        Assert.Contains("// PROCGEN004: Calls.AFuoKI9DRV1() is not generated", file, StringComparison.Ordinal);
        Assert.Contains("// PROCGEN004: Calls.Fun3vYnZexw() is not generated", file, StringComparison.Ordinal);
        INamedTypeSymbol stubs = run.Output.GetTypeByMetadataName("Calls+InProcess")!;
        Assert.NotEmpty(stubs.GetMembers("Fine"));
        Assert.Empty(stubs.GetMembers("AFuoKI9DRV1").Concat(stubs.GetMembers("Fun3vYnZexw")));
    }

    [Fact]
    public void Of_methods_of_two_types_the_table_finds_neither()
    {
        GeneratorRun run = GeneratorRunner.Run(Compile(InTwoTypes)).AssertCompiles();
        string table = run.Sources["ProcGen.MethodTable.g.cs"];
        Assert.Equal(2, table.Split("// PROCGEN004:").Length - 1);
        Assert.Equal(1, table.Split("case 0x").Length - 1);
        Assert.Contains("DbéFénwBoK5.Fine()", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Overloads_whose_generated_names_would_be_the_same_are_left_out()
    {
        (string first, string second) = FindOverloads();
        CSharpCompilation compilation = Compile($$"""
            public class {{first}}; public class {{second}};
            public static partial class Calls { [RunInProcess] public static void Run({{first}} x) { } [RunInProcess] public static void Run({{second}} x) { } [RunInProcess] public static void Run(int x) { } }
            """);
        IMethodSymbol[] methods = [.. compilation.GetTypeByMetadataName("Calls")!.GetMembers("Run").OfType<IMethodSymbol>()];
        Assert.Equal(MethodIdentity.GetUniqueName(methods[0]), MethodIdentity.GetUniqueName(methods[1]));
        GeneratorRun run = GeneratorRunner.Run(compilation).AssertCompiles();
        Assert.Equal(2, run.FileOf("Calls").Split("// PROCGEN004:").Length - 1);
        Assert.Single(run.Output.GetTypeByMetadataName("Calls+InProcess")!.GetMembers("Run"));
    }

    // 32 bits tell overloads apart in generated names: among a hundred thousand there are two that are the same.
    private static (string First, string Second) FindOverloads()
    {
        var seen = new Dictionary<uint, string>();
        for (int i = 0; i < 1_000_000; i++)
        {
            string name = $"C{i}";
            var hash = new StableHash();
            hash.Add(AssemblyName);
            hash.Add($"M:Calls.Run({name})");
            hash.Add("System.Void");
            if (!seen.TryAdd((uint)(hash.Value ^ (hash.Value >> 32)), name))
            {
                return (seen[(uint)(hash.Value ^ (hash.Value >> 32))], name);
            }
        }

        throw new InvalidOperationException("No two names are the same.");
    }

    private static CSharpCompilation Compile(string source) =>
        GeneratorRunner.Compile(AssemblyName, OutputKind.DynamicallyLinkedLibrary, [], GeneratorRunner.Usings + source);

    private static ulong IdOf(CSharpCompilation compilation, string type, string method) =>
        MethodIdentity.GetId((IMethodSymbol)compilation.GetTypeByMetadataName(type)!.GetMembers(method).Single());
}
