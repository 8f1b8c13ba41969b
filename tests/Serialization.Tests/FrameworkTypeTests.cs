using System.Collections;
using System.Drawing;
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProcGen.Serialization.Tests;

public sealed class FrameworkTypeTests
{
    [Fact]
    public void Structs_of_the_framework_cross()
    {
        var bits = new Bits
        {
            Guid = Guid.NewGuid(),
            Date = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            Offset = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-7)),
            Day = DateOnly.MaxValue,
            Time = TimeOnly.MaxValue,
            Span = TimeSpan.MinValue,
            Half = Half.NaN,
            Large = Int128.MinValue,
            Larger = UInt128.MaxValue,
            Rune = new Rune(0x1F600),
            Index = ^3,
            Range = 1..^1,
            Complex = new Complex(1, -2),
            Vector = new Vector3(1, 2, 3),
            Money = -79228162514264337593543950335m,
            Character = '\ud800',
            Tiny = float.Epsilon,
        };
        Bits copy = RoundTrip.Run(Framework.InProcess.Bits(bits));
        Assert.Equal(bits, copy);
        Assert.Equal(DateTimeKind.Utc, copy.Date.Kind);
        Assert.Equal(bits.Offset.Offset, copy.Offset.Offset);
    }

    [Fact]
    public void Double_bits_are_kept_exactly()
    {
        double odd = BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_1234));
        Assert.Equal(BitConverter.DoubleToInt64Bits(odd), BitConverter.DoubleToInt64Bits(RoundTrip.Run(Framework.InProcess.Number(odd))));
        Assert.True(double.IsNegative(RoundTrip.Run(Framework.InProcess.Number(-0.0))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\ud800")]
    [InlineData("\udc00\ud800")]
    [InlineData("a\0b")]
    [InlineData("ß 漢字 😀")]
    public void Strings_cross_exactly(string? text) => Assert.Equal(text, RoundTrip.Run(Framework.InProcess.Text(text)));

    [Fact]
    public void Classes_of_the_framework_cross()
    {
        var things = new Things
        {
            Uri = new Uri("https://user@example.com:8080/a b?q=%20#f"),
            Relative = new Uri("../x", UriKind.Relative),
            Version = new Version(1, 2),
            LongVersion = new Version(1, 2, 3, 4),
            Builder = new StringBuilder("text"),
            Big = BigInteger.Pow(-7, 300),
            Flags = new BitArray([true, false, true, true, false, false, false, false, true]),
            Culture = CultureInfo.InvariantCulture,
            Utf8 = new UTF8Encoding(true, true),
            Utf16 = Encoding.BigEndianUnicode,
            Latin = Encoding.Latin1,
            Color = Color.FromArgb(1, 2, 3, 4),
            Red = Color.Red,
            Zone = TimeZoneInfo.Utc,
            Custom = TimeZoneInfo.CreateCustomTimeZone("Mine", TimeSpan.FromMinutes(90), "My zone", "Mine"),
            Address = IPAddress.Parse("fe80::1%4"),
            Loopback = IPAddress.Loopback,
            EndPoint = new IPEndPoint(IPAddress.IPv6Any, 443),
            Host = new DnsEndPoint("example.com", 80),
            Network = IPNetwork.Parse("10.0.0.0/8"),
            Mail = new MailAddress("a@example.com", "A. Name"),
            Regex = new Regex("^a(b+)$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(2)),
        };
        Things copy = RoundTrip.Run(Framework.InProcess.Things(things));
        Assert.Equal(things.Uri, copy.Uri);
        Assert.Equal("../x", copy.Relative!.OriginalString);
        Assert.False(copy.Relative.IsAbsoluteUri);
        Assert.Equal(things.Version, copy.Version);
        Assert.Equal(-1, copy.Version!.Build);
        Assert.Equal(things.LongVersion, copy.LongVersion);
        Assert.Equal("text", copy.Builder!.ToString());
        Assert.Equal(things.Big, copy.Big);
        Assert.Equal(things.Flags.Cast<bool>(), copy.Flags!.Cast<bool>());
        Assert.Equal(CultureInfo.InvariantCulture, copy.Culture);
        Assert.Equal(things.Utf8, copy.Utf8);
        Assert.Equal(3, copy.Utf8!.Preamble.Length);
        Assert.Equal(things.Utf16, copy.Utf16);
        Assert.Equal(things.Latin, copy.Latin);
        Assert.Equal((things.Color, Color.Red), (copy.Color, copy.Red));
        Assert.Equal(things.Zone, copy.Zone);
        Assert.Equal(TimeSpan.FromMinutes(90), copy.Custom!.BaseUtcOffset);
        Assert.Equal(4, copy.Address!.ScopeId);
        Assert.Equal((things.Address, things.Loopback), (copy.Address, copy.Loopback));
        Assert.Equal(things.EndPoint, copy.EndPoint);
        Assert.Equal(things.Host, copy.Host);
        Assert.Equal(things.Network, copy.Network);
        Assert.Equal((things.Mail, "A. Name"), (copy.Mail, copy.Mail!.DisplayName));
        Assert.Equal((things.Regex.ToString(), things.Regex.Options, things.Regex.MatchTimeout), (copy.Regex!.ToString(), copy.Regex.Options, copy.Regex.MatchTimeout));

        Things nothing = RoundTrip.Run(Framework.InProcess.Things(new Things()));
        Assert.All(typeof(Things).GetProperties().Where(p => !p.PropertyType.IsValueType), p => Assert.Null(p.GetValue(nothing)));
    }

    [Fact]
    public void Json_crosses()
    {
        const string Text = """{"a":[1,2.50,"ä"],"b":null}""";
        using var document = JsonDocument.Parse(Text);
        var json = new Json { Document = document, Element = document.RootElement.GetProperty("a"), Node = JsonNode.Parse(Text), Object = new JsonObject { ["x"] = 1 }, Array = [1, "2"], Value = JsonValue.Create(5) };
        Json copy = RoundTrip.Run(Framework.InProcess.Json(json));
        Assert.Equal(Text, copy.Document!.RootElement.GetRawText());
        Assert.Equal("[1,2.50,\"ä\"]", copy.Element.GetRawText());
        Assert.True(JsonNode.DeepEquals(json.Node, copy.Node));
        Assert.True(JsonNode.DeepEquals(json.Object, copy.Object));
        Assert.True(JsonNode.DeepEquals(json.Array, copy.Array));
        Assert.Equal(5, copy.Value!.GetValue<int>());
        Assert.Equal(JsonValueKind.Undefined, RoundTrip.Run(Framework.InProcess.Json(new Json())).Element.ValueKind);
    }

    [Fact]
    public void Exceptions_cross_as_data()
    {
        Exception copy = RoundTrip.Run(Framework.InProcess.Error(new InvalidOperationException("outer", new TimeoutException("inner")) { Data = { ["k"] = "v" } }))!;
        Assert.Equal("outer", Assert.IsType<InvalidOperationException>(copy).Message);
        Assert.Contains("inner", copy.ToString(), StringComparison.Ordinal);
        Assert.Equal("v", copy.Data["k"]);
        Assert.Equal("p", RoundTrip.Run(Framework.InProcess.ArgumentError(new ArgumentNullException("p")))!.ParamName);
        Assert.Null(RoundTrip.Run(Framework.InProcess.Error(null)));
    }

    [Fact]
    public void A_culture_or_encoding_that_would_change_on_the_way_is_refused()
    {
        var culture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "!" } };
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Framework.InProcess.Things(new Things { Culture = culture })));
        var encoding = Encoding.GetEncoding("us-ascii", new EncoderReplacementFallback("#"), new DecoderReplacementFallback("#"));
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Framework.InProcess.Things(new Things { Latin = encoding })));
    }
}

public record struct Bits
{
    public Guid Guid { get; init; }
    public DateTime Date { get; init; }
    public DateTimeOffset Offset { get; init; }
    public DateOnly Day { get; init; }
    public TimeOnly Time { get; init; }
    public TimeSpan Span { get; init; }
    public Half Half { get; init; }
    public Int128 Large { get; init; }
    public UInt128 Larger { get; init; }
    public Rune Rune { get; init; }
    public Index Index { get; init; }
    public Range Range { get; init; }
    public Complex Complex { get; init; }
    public Vector3 Vector { get; init; }
    public decimal Money { get; init; }
    public char Character { get; init; }
    public float Tiny { get; init; }
}

public sealed class Things
{
    public Uri? Uri { get; set; }
    public Uri? Relative { get; set; }
    public Version? Version { get; set; }
    public Version? LongVersion { get; set; }
    public StringBuilder? Builder { get; set; }
    public BigInteger Big { get; set; }
    public BitArray? Flags { get; set; }
    public CultureInfo? Culture { get; set; }
    public Encoding? Utf8 { get; set; }
    public Encoding? Utf16 { get; set; }
    public Encoding? Latin { get; set; }
    public Color Color { get; set; }
    public Color Red { get; set; }
    public TimeZoneInfo? Zone { get; set; }
    public TimeZoneInfo? Custom { get; set; }
    public IPAddress? Address { get; set; }
    public IPAddress? Loopback { get; set; }
    public IPEndPoint? EndPoint { get; set; }
    public DnsEndPoint? Host { get; set; }
    public IPNetwork Network { get; set; }
    public MailAddress? Mail { get; set; }
    public Regex? Regex { get; set; }
}

public sealed class Json
{
    public JsonDocument? Document { get; set; }
    public JsonElement Element { get; set; }
    public JsonNode? Node { get; set; }
    public JsonObject? Object { get; set; }
    public JsonArray? Array { get; set; }
    public JsonValue? Value { get; set; }
}

public static partial class Framework
{
    [RunInProcess] public static Bits Bits(Bits value) => value;
    [RunInProcess] public static double Number(double value) => value;
    [RunInProcess] public static string? Text(string? value) => value;
    [RunInProcess] public static Things Things(Things value) => value;
    [RunInProcess] public static Json Json(Json value) => value;
    [RunInProcess] public static Exception? Error(Exception? value) => value;
    [RunInProcess] public static ArgumentException? ArgumentError(ArgumentException? value) => value;
}
