using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Tests;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>Assemblies that the sources under test refer to, compiled from source as a package would be: with private fields in their metadata.</summary>
internal static class OtherAssembly
{
    /// <summary>The library that the page and the sample of PROCGEN030 use.</summary>
    public static MetadataReference Shop { get; } = Compile("Shop", File.ReadAllText(Repository.PathOf("samples", "Diagnostics.Shop", "Basket.cs")));

    public static MetadataReference Compile(string name, string source)
    {
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create(
            name,
            [TestCompilation.Parse("global using System; global using System.Collections.Generic;\n" + source, name + ".cs")],
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(RunInProcessAttribute).Assembly.Location)],
            TestCompilation.Options).Emit(image);
        return result.Success ? MetadataReference.CreateFromImage(image.ToArray()) : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }
}
