using System.Reflection;
using ProcGen.Shared.Crossing;

namespace ProcGen.Serialization.Tests;

/// <summary>The generator's tables against the framework as it is.</summary>
public sealed class TableTests
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static TheoryData<string> Structs => new(FrameworkStructs.BlockCopied.Order(StringComparer.Ordinal));

    public static TheoryData<string> CodecTypes => new(FrameworkCodecs.All.Select(c => c.Key).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Structs))]
    public void A_struct_that_is_copied_as_bytes_holds_no_reference_and_no_address(string name)
    {
        Type type = Find(name);
        Assert.True(type.IsValueType);
        AssertPlain(type, name);
    }

    [Fact]
    public void The_check_of_the_table_finds_a_handle()
    {
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertPlain(typeof(System.Runtime.InteropServices.GCHandle), "GCHandle"));
    }

    [Theory]
    [MemberData(nameof(CodecTypes))]
    public void Every_codec_of_the_table_exists_and_serves_its_type(string name)
    {
        Type type = Find(name);
        Assert.True(FrameworkCodecs.TryGet(name, out string codecName));
        int arity = type.GetGenericArguments().Length;
        string metadataName = codecName["global::".Length..] + (arity == 0 ? "" : "`" + (2 * arity));
        Type? codec = typeof(IProcessCodec<>).Assembly.GetType(metadataName);
        Assert.True(codec is { IsValueType: true, IsVisible: true }, $"{metadataName} does not exist");

        // The codec's first parameters stand for the type's arguments.
        Type served = Assert.Single(codec.GetInterfaces(), i => i.GetGenericTypeDefinition() == typeof(IProcessCodec<>)).GetGenericArguments()[0];
        Assert.Equal(type, served.IsGenericType ? served.GetGenericTypeDefinition() : served);
        Assert.Equal(codec.GetGenericArguments().Take(arity), served.GetGenericArguments());
    }

    private static void AssertPlain(Type type, string path)
    {
        if (type.IsEnum || type == typeof(bool) || type == typeof(char) || type == typeof(decimal) || (type.IsPrimitive && type != typeof(nint) && type != typeof(nuint)))
        {
            return;
        }

        Assert.True(type.IsValueType && type != typeof(nint) && type != typeof(nuint), $"{path} is a {type}");
        foreach (FieldInfo field in type.GetFields(Fields))
        {
            AssertPlain(field.FieldType, path + "." + field.Name);
        }
    }

    private static Type Find(string name)
    {
        foreach (string path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator))
        {
            string file = Path.GetFileNameWithoutExtension(path);
            if ((file.StartsWith("System.", StringComparison.Ordinal) || file == "System") && Assembly.Load(file).GetType(name) is { } type)
            {
                return type;
            }
        }

        throw new InvalidOperationException($"The framework has no type '{name}'.");
    }
}
