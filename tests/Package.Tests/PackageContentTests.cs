using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace ProcGen.Package.Tests;

public sealed class PackageContentTests(PackageUnderTest package) : IClassFixture<PackageUnderTest>
{
    [Fact]
    public void Packing_makes_one_package_and_its_symbols()
    {
        string version = package.Metadata("version")!;
        Assert.Equal([$"ProcGen.{version}.nupkg", $"ProcGen.{version}.snupkg"], package.FileNames);
    }

    [Fact]
    public void The_package_holds_exactly_these_files()
    {
        Assert.Equal(
            [
                "ProcGen.nuspec",
                "README.md",
                "analyzers/dotnet/cs/ProcGen.Analyzers.dll",
                "analyzers/dotnet/cs/ProcGen.CodeFixes.dll",
                "analyzers/dotnet/cs/ProcGen.Generator.dll",
                "buildTransitive/ProcGen.props",
                "buildTransitive/ProcGen.targets",
                "lib/net10.0/ProcGen.Runtime.dll",
                "lib/net10.0/ProcGen.Runtime.xml",
                "runtimes/linux-x64/lib/net10.0/ProcGen.Runtime.dll",
                "tools/net10.0/ProcGen.WorkerHost.dll",
                "tools/net10.0/ProcGen.WorkerHost.runtimeconfig.json",
            ],
            package.Entries);
        Assert.Equal(["ProcGen.nuspec", "lib/net10.0/ProcGen.Runtime.pdb"], package.SymbolEntries);
    }

    [Fact]
    public void The_runtime_is_compiled_ahead_of_time_where_that_was_tried_and_portable_elsewhere()
    {
        using var portable = new PEReader(new MemoryStream(package.Read("lib/net10.0/ProcGen.Runtime.dll")));
        using var native = new PEReader(new MemoryStream(package.Read("runtimes/linux-x64/lib/net10.0/ProcGen.Runtime.dll")));
        Assert.Equal(0, portable.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        Assert.NotEqual(0, native.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);

        // One build: a parent and its worker compare this.
        Assert.Equal(ModuleVersion(portable), ModuleVersion(native));

        static Guid ModuleVersion(PEReader image)
        {
            MetadataReader metadata = image.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
    }

    [Fact]
    public void The_package_depends_on_MemoryPack_with_its_generator_and_on_the_logging_abstractions_only()
    {
        XElement group = Assert.Single(package.MetadataElement("dependencies")!.Elements());
        Assert.Equal("net10.0", (string?)group.Attribute("targetFramework"));
        Dictionary<string, XElement> dependencies = group.Elements().ToDictionary(e => (string)e.Attribute("id")!);
        Assert.Equal(["MemoryPack", "Microsoft.Extensions.Logging.Abstractions"], dependencies.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("1.21.4", (string?)dependencies["MemoryPack"].Attribute("version"));

        // MemoryPack's generator is an analyzer: it reaches the users only if analyzers are not left out, as they are by default.
        Assert.Equal("All", (string?)dependencies["MemoryPack"].Attribute("include"));
        Assert.Null(dependencies["MemoryPack"].Attribute("exclude"));
    }

    [Fact]
    public void The_package_names_its_licence_its_readme_and_what_it_is_for()
    {
        Assert.Equal("ProcGen", package.Metadata("id"));
        Assert.Equal("MIT", package.Metadata("license"));
        Assert.Equal("expression", (string?)package.MetadataElement("license")!.Attribute("type"));
        Assert.Equal("README.md", package.Metadata("readme"));
        Assert.False(string.IsNullOrWhiteSpace(package.Metadata("description")));
        Assert.Contains("Quick start", Encoding.UTF8.GetString(package.Read("README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("analyzers/dotnet/cs/ProcGen.Generator.dll")]
    [InlineData("analyzers/dotnet/cs/ProcGen.Analyzers.dll")]
    [InlineData("analyzers/dotnet/cs/ProcGen.CodeFixes.dll")]
    public void The_compiler_parts_load_into_the_first_compiler_with_CSharp_14_and_need_nothing_beside_them(string entry)
    {
        using var image = new PEReader(new MemoryStream(package.Read(entry)));
        MetadataReader metadata = image.GetMetadataReader();
        foreach (AssemblyReference reference in metadata.AssemblyReferences.Select(metadata.GetAssemblyReference))
        {
            string name = metadata.GetString(reference.Name);
            if (name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            {
                Assert.Equal(new Version(5, 0, 0, 0), reference.Version);
            }
            else
            {
                Assert.Contains(name, s_comesWithTheCompiler);
            }
        }
    }

    [Fact]
    public void The_symbols_belong_to_the_packed_assembly()
    {
        using var image = new PEReader(new MemoryStream(package.Read("lib/net10.0/ProcGen.Runtime.dll")));
        DebugDirectoryEntry entry = Assert.Single(image.ReadDebugDirectory(), e => e.Type == DebugDirectoryEntryType.CodeView);
        Guid expected = image.ReadCodeViewDebugDirectoryData(entry).Guid;

        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(package.ReadSymbols("lib/net10.0/ProcGen.Runtime.pdb")));
        byte[] id = [.. provider.GetMetadataReader().DebugMetadataHeader!.Id];
        Assert.Equal(expected, new Guid(id.AsSpan(0, 16)));
    }

    private static readonly string[] s_comesWithTheCompiler =
    [
        "netstandard", "System.Buffers", "System.Collections.Immutable", "System.Composition.AttributedModel", "System.Memory",
        "System.Numerics.Vectors", "System.Reflection.Metadata", "System.Runtime.CompilerServices.Unsafe", "System.Threading.Tasks.Extensions",
    ];
}
