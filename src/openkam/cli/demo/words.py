"""The stock of words the demo company is made of. All names are invented; a likeness would be an accident."""

from typing import Final, NamedTuple

REGIONS: Final = ("华东", "华南", "华北")
MANAGERS: Final = ("梅海宁", "梁志远", "孙丽华")
SELLERS: Final = (
    ("林晓峰", "陆文静", "顾一鸣"),
    ("欧阳穆", "何嘉敏", "邓少康"),
    ("赵立新", "韩雪松", "崔雨桐"),
)
CITIES: Final = (
    ("上海", "苏州", "无锡", "常州", "南通", "宁波", "杭州", "嘉兴", "绍兴", "台州", "扬州", "镇江", "合肥", "芜湖"),
    ("广州", "深圳", "东莞", "佛山", "惠州", "中山", "珠海", "江门", "厦门", "泉州", "福州", "柳州", "长沙", "株洲"),
    ("北京", "天津", "唐山", "石家庄", "保定", "济南", "青岛", "烟台", "潍坊", "淄博", "太原", "郑州", "洛阳", "廊坊"),
)
FIRST_SYLLABLES: Final = tuple("昱沅澜珩煜旻铖骏岚钧朔曜湛霁璟泓垚翊栩穗韬颂屹峻臻筠衍迦澍崧")
SECOND_SYLLABLES: Final = tuple("拓辰策弘擎启锐泽坤衡诺维泰盛川岳锋丰朗奕")
FORMS: Final = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司")


class Industry(NamedTuple):
    """A trade of customers: how it is called, how its companies name themselves, which shelf they buy from first."""

    name: str
    trades: tuple[str, ...]
    shelf: int


INDUSTRIES: Final = (
    Industry("工程机械", ("工程机械", "液压机械", "重工装备"), 0),
    Industry("汽车零部件", ("汽车零部件", "车桥制造", "汽车配件"), 1),
    Industry("食品饮料", ("食品机械", "饮料设备", "食品工业"), 2),
    Industry("钢铁冶金", ("轧辊制造", "冶金设备", "特种钢"), 3),
    Industry("机床", ("数控机床", "精密机械", "模具制造"), 4),
    Industry("包装造纸", ("包装材料", "造纸机械", "包装设备"), 5),
    Industry("轨道交通", ("轨道装备", "车辆部件", "铁路器材"), 6),
    Industry("纺织机械", ("纺织机械", "针织设备", "化纤机械"), 7),
    Industry("风电设备", ("风电装备", "齿轮传动", "新能源装备"), 0),
    Industry("环保水务", ("环保水务", "泵阀制造", "水处理设备"), 2),
    Industry("化工", ("化工设备", "流体控制", "精细化工"), 2),
    Industry("五金贸易", ("机电设备", "五金制品", "工业品贸易"), 6),
)


class Shelf(NamedTuple):
    """A category of products: code prefix, price range in yuan, and what they cost as a share of the list price."""

    name: str
    prefix: str
    cheapest: float
    dearest: float
    least_cost: float
    most_cost: float


SHELVES: Final = (
    Shelf("轴承", "ZC", 18, 2400, 0.74, 0.80),
    Shelf("传感器", "CG", 120, 6800, 0.55, 0.65),
    Shelf("密封件", "MF", 6, 380, 0.60, 0.68),
    Shelf("润滑油脂", "RH", 45, 3200, 0.70, 0.76),
    Shelf("切削刀具", "DJ", 28, 1600, 0.58, 0.66),
    Shelf("气动元件", "QD", 35, 2100, 0.62, 0.70),
    Shelf("紧固件", "JG", 3, 90, 0.76, 0.82),
    Shelf("传动带与链条", "CD", 40, 1900, 0.66, 0.72),
)
SERVICES: Final = ("上门拜访", "技术支持", "加急配送", "投诉处理")
BRANCHES: Final = ("总部", "一厂", "二厂", "三厂", "四厂", "五厂")
